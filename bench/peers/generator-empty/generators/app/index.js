import Generator from 'yeoman-generator';

export default class EmptyGenerator extends Generator {
  /** Yeoman refuses a generator without any method. */
  writing() {}
}
